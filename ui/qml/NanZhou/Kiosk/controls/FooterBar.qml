pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import NanZhou.Kiosk
import NanZhou.Shell

// What is always at hand: leave, language, large text, reach, a person.
Rectangle {
    id: root
    readonly property bool low: width > 1500
    // Staff need nobody to be called.
    readonly property bool staffed: Shell.page.staff !== undefined
    implicitHeight: low ? 116 : 152
    color: Theme.card
    Rectangle { width: parent.width; height: Theme.edge; color: Theme.line }

    component Tool: T.AbstractButton {
        id: tool
        property string symbol
        property bool lit: false
        readonly property color tone: lit ? Theme.white : Theme.ink
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredWidth: 100
        focusPolicy: Qt.NoFocus
        Accessible.role: Accessible.Button
        Accessible.name: text
        background: Rectangle {
            radius: 18
            color: tool.lit ? (tool.down ? Theme.inkSoft : Theme.ink) : tool.down ? Theme.pressed : "transparent"
        }
        contentItem: Item {
            Grid {
                anchors.centerIn: parent
                columns: root.low ? 2 : 1
                columnSpacing: 18
                rowSpacing: 4
                horizontalItemAlignment: Grid.AlignHCenter
                verticalItemAlignment: Grid.AlignVCenter
                Icon { name: tool.symbol; side: 46; color: tool.tone }
                Text {
                    text: tool.text
                    font { family: Theme.sans; pixelSize: Math.round(26 * Math.min(Theme.scale, 1.15)); weight: Font.Medium }
                    color: tool.tone
                    Accessible.ignored: true
                }
            }
        }
    }
    RowLayout {
        anchors { fill: parent; leftMargin: 28; rightMargin: 28; topMargin: 14; bottomMargin: 12 }
        spacing: 12
        Tool {
            objectName: "action_leave"
            symbol: "log-out"
            text: root.staffed ? qsTr("退出维护") : qsTr("结束退出")
            onClicked: Shell.answer("leave")
        }
        Tool {
            objectName: "footer_language"
            symbol: "languages"
            text: Shell.language === "zh" ? "English" : "中文"
            onClicked: Shell.language = Shell.language === "zh" ? "en" : "zh"
        }
        Tool {
            objectName: "footer_elder"
            symbol: "a-large-small"
            text: qsTr("长者大字")
            lit: Shell.elder
            onClicked: Shell.elder = !Shell.elder
        }
        Tool {
            objectName: "footer_reach"
            visible: !root.low
            symbol: "accessibility"
            text: qsTr("轮椅下移")
            lit: Shell.reach
            onClicked: Shell.reach = !Shell.reach
        }
        Tool {
            objectName: "action_help"
            visible: !root.staffed
            symbol: "phone-call"
            text: qsTr("呼叫人工")
            onClicked: Shell.answer("help")
        }
    }
}
