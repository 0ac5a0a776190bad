pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// All values once more before they are handed in.
KioskPage {
    id: root
    heading: qsTr("请核对一遍")
    lead: qsTr("有不对的地方，点“返回”修改。")

    Panel {
        Layout.fillWidth: true
        implicitHeight: lines.implicitHeight + 48
        ColumnLayout {
            id: lines
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 44; rightMargin: 44 }
            spacing: 0
            Repeater {
                model: root.page.values
                ColumnLayout {
                    id: line
                    required property var modelData
                    required property int index
                    Layout.fillWidth: true
                    spacing: 0
                    Rectangle { Layout.fillWidth: true; visible: line.index > 0; implicitHeight: 2; color: Theme.line }
                    RowLayout {
                        Layout.fillWidth: true
                        Layout.topMargin: root.wide ? 18 : 26
                        Layout.bottomMargin: root.wide ? 18 : 26
                        spacing: 32
                        Paragraph {
                            Layout.preferredWidth: Math.round(lines.width * 0.3)
                            Layout.alignment: Qt.AlignTop
                            text: Theme.say(line.modelData[0])
                            color: Theme.muted
                        }
                        Paragraph {
                            Layout.fillWidth: true
                            text: Theme.say(line.modelData[1])
                            font { pixelSize: Theme.label; weight: Font.Medium }
                        }
                    }
                }
            }
        }
    }
    Banner {
        Layout.fillWidth: true
        mood: Banner.Good
        symbol: "calendar-check"
        text: Theme.say(root.page.promise)
    }
    Item { Layout.fillHeight: true; Layout.fillWidth: true }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        text: qsTr("确认提交")
        onClicked: Shell.answer("next")
    }
}
