pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The log, newest first, of one device or of all, from one level on.
KioskPage {
    id: root
    heading: qsTr("日志")
    lead: qsTr("最新的在上面，共 %1 行。日志里没有个人信息。").arg(page.lines.length)

    component Filter: KioskButton {
        id: filter
        required property string answer
        required property bool chosen
        objectName: "choose_" + answer
        implicitHeight: 96
        font.pixelSize: Theme.caption + 2
        look: chosen ? KioskButton.Ink : KioskButton.Quiet
        onClicked: Shell.answer("choose", filter.answer)
    }

    Flow {
        Layout.fillWidth: true
        spacing: 12
        Repeater {
            model: [
                { level: "INFO", text: qsTr("全部级别") },
                { level: "WARNING", text: qsTr("警告以上") },
                { level: "ERROR", text: qsTr("只看错误") }
            ]
            Filter {
                required property var modelData
                answer: "level:" + modelData.level
                chosen: root.page.level === modelData.level
                text: modelData.text
            }
        }
    }
    Flow {
        Layout.fillWidth: true
        spacing: 12
        Filter { answer: "device:"; chosen: root.page.device === ""; text: qsTr("所有来源") }
        Repeater {
            model: root.page.devices
            Filter {
                required property var modelData
                answer: "device:" + modelData[0]
                chosen: root.page.device === modelData[0]
                text: Theme.say(modelData[1])
            }
        }
    }
    Panel {
        Layout.fillWidth: true
        visible: root.page.lines.length > 0
        implicitHeight: lines.implicitHeight + 48
        ColumnLayout {
            id: lines
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 30 }
            spacing: 14
            Repeater {
                model: root.page.lines
                ColumnLayout {
                    id: line
                    required property var modelData
                    readonly property color tone: modelData.level === "INFO" ? Theme.muted : modelData.level === "WARNING" ? Theme.warn : Theme.accent
                    Layout.fillWidth: true
                    spacing: 0
                    Paragraph {
                        Layout.fillWidth: true
                        text: line.modelData.at + "　" + (line.modelData.level === "INFO" ? qsTr("信息") : line.modelData.level === "WARNING" ? qsTr("警告") : qsTr("错误"))
                        font { pixelSize: 24; weight: Font.Bold }
                        color: line.tone
                    }
                    Paragraph {
                        Layout.fillWidth: true
                        text: line.modelData.text
                        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                        font.pixelSize: 26
                    }
                }
            }
        }
    }
    Item { Layout.fillHeight: true }
}
