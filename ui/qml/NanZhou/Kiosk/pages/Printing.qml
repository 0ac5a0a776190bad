pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Live progress of the print.
KioskPage {
    id: root
    readonly property bool stuck: page.state === "waiting" || page.state === "checking"
    readonly property bool done: page.state === "done"
    heading: say(page.state)
    lead: done ? qsTr("请从屏幕下方的出纸口取走。") : qsTr("请不要离开，打印好会提醒您取走。")

    function say(state: string): string {
        switch (state) {
        case "sending": return qsTr("正在送往打印机");
        case "printing": return qsTr("正在打印");
        case "waiting": return qsTr("打印机在等待处理");
        case "checking": return qsTr("正在确认打印结果");
        case "done": return qsTr("打印好了");
        default: return qsTr("正在准备证明");
        }
    }

    Banner {
        Layout.fillWidth: true
        mood: Banner.Problem
        text: Theme.say(root.page.reason)
    }
    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 480
        PrinterDrawing {
            anchors { fill: parent; margins: 36; bottomMargin: figures.height + 80 }
            stuck: root.stuck
            done: root.done
            progress: root.done ? 1 : root.page.state === "preparing" ? 0 : root.page.state === "sending" ? 0.12
                : Math.max(0.3, root.page.printed / Math.max(1, root.page.pages))
        }
        ColumnLayout {
            id: figures
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 44 }
            spacing: 20
            Heading {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.done ? qsTr("共 %1 页，全部打印完成").arg(root.page.pages)
                    : qsTr("已打印 %1 页，共 %2 页").arg(root.page.printed).arg(root.page.pages)
            }
            Rectangle {
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: Math.min(parent.width, 720)
                implicitHeight: 18
                radius: 9
                color: Theme.elder ? "#C9D2DA" : Theme.line
                Rectangle {
                    width: Math.max(parent.height, parent.width * (root.done ? 1 : root.page.printed / Math.max(1, root.page.pages)))
                    height: parent.height
                    radius: 9
                    color: root.stuck ? Theme.gold : Theme.good
                }
            }
        }
    }
}
